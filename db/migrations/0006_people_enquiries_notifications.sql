CREATE TABLE "enquiries" (
	"enquiry_ref" text PRIMARY KEY NOT NULL,
	"received_at" timestamptz(3) NOT NULL,
	"channel" text NOT NULL,
	"local_authority" text NOT NULL,
	"agency" text,
	"submitted_by" text NOT NULL,
	"form_id" text NOT NULL,
	"answer_id" text,
	"answered_at" timestamptz(3),
	"answered_by" text,
	"contact_refs" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"notification_ref" text PRIMARY KEY NOT NULL,
	"notification_type" text NOT NULL,
	"received_at" timestamptz(3) NOT NULL,
	"channel" text NOT NULL,
	"local_authority" text NOT NULL,
	"agency" text,
	"submitted_by" text NOT NULL,
	"form_id" text NOT NULL,
	"lead" text NOT NULL,
	"lead_role" text NOT NULL,
	"considers_nrm" boolean NOT NULL,
	"acknowledged_at" timestamptz(3),
	"acknowledged_by" text,
	"nrm" text,
	"note_id" text,
	"contact_refs" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"person_id" text PRIMARY KEY NOT NULL,
	"contact_ref" text NOT NULL,
	"referral_ref" text,
	"display_name" text NOT NULL,
	"date_of_birth" text,
	"local_authority" text NOT NULL,
	"received_at" timestamptz(3) NOT NULL,
	"facts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person_keys" (
	"key" text NOT NULL,
	"person_id" text NOT NULL,
	CONSTRAINT "person_keys_key_person_id_pk" PRIMARY KEY("key","person_id")
);
--> statement-breakpoint
CREATE TABLE "person_matches" (
	"first" text NOT NULL,
	"second" text NOT NULL,
	"status" text NOT NULL,
	"settled_at" timestamptz(3) NOT NULL,
	"settled_by" text NOT NULL,
	"reason_id" text NOT NULL,
	"seq" integer NOT NULL,
	CONSTRAINT "person_matches_first_second_pk" PRIMARY KEY("first","second")
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "source_agency_id" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "quality_score" integer;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "quality_missing" text[];--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "follows" text;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "flags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "enquiries_by_receipt" ON "enquiries" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "notifications_by_receipt" ON "notifications" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "people_by_referral" ON "people" USING btree ("referral_ref");--> statement-breakpoint
CREATE INDEX "people_by_contact" ON "people" USING btree ("contact_ref");--> statement-breakpoint
CREATE INDEX "person_matches_by_second" ON "person_matches" USING btree ("second");