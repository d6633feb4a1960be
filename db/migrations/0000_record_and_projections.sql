CREATE TABLE "case_starts" (
	"workflow_id" text PRIMARY KEY NOT NULL,
	"workflow_type" text NOT NULL,
	"input" jsonb NOT NULL,
	"owed_since" timestamptz(3) NOT NULL,
	"started_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "children" (
	"referral_ref" text PRIMARY KEY NOT NULL,
	"contact_ref" text NOT NULL,
	"position" integer NOT NULL,
	"display_name" text NOT NULL,
	"date_of_birth" text
);
--> statement-breakpoint
CREATE TABLE "clocks" (
	"referral_ref" text NOT NULL,
	"clock_id" text NOT NULL,
	"kind" text NOT NULL,
	"started_at" timestamptz(3) NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"status" text NOT NULL,
	"stopped_at" timestamptz(3),
	"wake_at" timestamptz(3),
	"breach_recorded" boolean NOT NULL,
	CONSTRAINT "clocks_referral_ref_clock_id_pk" PRIMARY KEY("referral_ref","clock_id")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"contact_ref" text PRIMARY KEY NOT NULL,
	"received_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"channel" text NOT NULL,
	"source_code" text NOT NULL,
	"local_authority" text NOT NULL,
	"agency" text,
	"submitted_by" text NOT NULL,
	"form_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"client" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"body" text,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "idempotency_keys_client_key_pk" PRIMARY KEY("client","key")
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"position" bigserial NOT NULL,
	"stream" text NOT NULL,
	"seq" integer NOT NULL,
	"event" jsonb NOT NULL,
	"actor" jsonb NOT NULL,
	"command_id" text,
	"occurred_at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"policy_edition" text NOT NULL,
	"calendar_edition" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "ledger_stream_seq_pk" PRIMARY KEY("stream","seq")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"key" text PRIMARY KEY NOT NULL,
	"contact_ref" text NOT NULL,
	"referral_ref" text,
	"template" text NOT NULL,
	"recipient" text NOT NULL,
	"body" text NOT NULL,
	"sent_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"stream" text NOT NULL,
	"seq" integer NOT NULL,
	"referral_ref" text NOT NULL,
	"clock_id" text NOT NULL,
	"role" text NOT NULL,
	"what" text NOT NULL,
	"occurred_at" timestamptz(3) NOT NULL,
	CONSTRAINT "notices_stream_seq_pk" PRIMARY KEY("stream","seq")
);
--> statement-breakpoint
CREATE TABLE "owed_commands" (
	"command_id" text PRIMARY KEY NOT NULL,
	"workflow_id" text NOT NULL,
	"action" text NOT NULL,
	"envelope" jsonb NOT NULL,
	"owed_since" timestamptz(3) NOT NULL,
	"settled_at" timestamptz(3),
	"refusal" jsonb
);
--> statement-breakpoint
CREATE TABLE "referrals" (
	"referral_ref" text PRIMARY KEY NOT NULL,
	"contact_ref" text NOT NULL,
	"stage" text NOT NULL,
	"rag" text,
	"local_authority" text NOT NULL,
	"agency" text,
	"source_code" text NOT NULL,
	"channel" text NOT NULL,
	"received_at" timestamptz(3) NOT NULL,
	"next_due_at" timestamptz(3),
	"outcome" text,
	"decided_at" timestamptz(3),
	"decision_due_at" timestamptz(3) NOT NULL,
	"closed_at" timestamptz(3),
	"version" integer NOT NULL,
	"seq" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sealed_contents" (
	"id" text PRIMARY KEY NOT NULL,
	"stream" text NOT NULL,
	"salt" text NOT NULL,
	"body" text NOT NULL,
	"digest" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"actor" jsonb NOT NULL,
	"display_name" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"expires_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE INDEX "case_starts_owed" ON "case_starts" USING btree ("owed_since") WHERE started_at is null;--> statement-breakpoint
CREATE INDEX "clocks_open_by_due" ON "clocks" USING btree ("due_at") WHERE stopped_at is null;--> statement-breakpoint
CREATE INDEX "clocks_open_by_wake" ON "clocks" USING btree ("wake_at") WHERE stopped_at is null;--> statement-breakpoint
CREATE INDEX "ledger_position" ON "ledger" USING btree ("position");--> statement-breakpoint
CREATE INDEX "ledger_command" ON "ledger" USING btree ("command_id") WHERE command_id is not null;--> statement-breakpoint
CREATE INDEX "owed_commands_open" ON "owed_commands" USING btree ("owed_since") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "referrals_open_by_due" ON "referrals" USING btree ("next_due_at","referral_ref") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "referrals_by_contact" ON "referrals" USING btree ("contact_ref");