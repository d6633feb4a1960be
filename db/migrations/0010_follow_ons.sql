CREATE TABLE "follow_ons" (
	"stream" text PRIMARY KEY NOT NULL,
	"case_id" text NOT NULL,
	"kind" text NOT NULL,
	"contact_ref" text NOT NULL,
	"referral_refs" text[] NOT NULL,
	"local_authority" text NOT NULL,
	"stage" text NOT NULL,
	"origin" text,
	"opening_key" text NOT NULL,
	"owner_team" text NOT NULL,
	"owner_role" text NOT NULL,
	"owner_user" text,
	"parties" text[] NOT NULL,
	"subject" text,
	"agency" text,
	"reached" integer,
	"outcome" text,
	"routing" text,
	"opened_at" timestamptz(3) NOT NULL,
	"next_due_at" timestamptz(3),
	"closed_at" timestamptz(3),
	"became_referral" text,
	"words_owed" integer NOT NULL,
	"policy_edition" text NOT NULL,
	"calendar_edition" text NOT NULL,
	"version" integer NOT NULL,
	"seq" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "attachment" jsonb;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "words_owed" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "follow_ons_by_opening" ON "follow_ons" USING btree ("opening_key");--> statement-breakpoint
CREATE INDEX "follow_ons_by_contact" ON "follow_ons" USING btree ("contact_ref");--> statement-breakpoint
CREATE INDEX "follow_ons_by_referral" ON "follow_ons" USING gin ("referral_refs");--> statement-breakpoint
CREATE INDEX "follow_ons_by_party" ON "follow_ons" USING gin ("parties");--> statement-breakpoint
CREATE INDEX "follow_ons_open_by_due" ON "follow_ons" USING btree ("next_due_at","stream") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "follow_ons_by_kind" ON "follow_ons" USING btree ("kind","opened_at");--> statement-breakpoint
CREATE INDEX "follow_ons_by_new_referral" ON "follow_ons" USING btree ("became_referral") WHERE became_referral is not null;--> statement-breakpoint
CREATE INDEX "follow_ons_owing" ON "follow_ons" USING btree ("stream") WHERE words_owed > 0;--> statement-breakpoint
CREATE INDEX "referrals_owing" ON "referrals" USING btree ("referral_ref") WHERE words_owed > 0;