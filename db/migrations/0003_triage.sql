CREATE TABLE "information_requests" (
	"request_id" text PRIMARY KEY NOT NULL,
	"contact_ref" text NOT NULL,
	"agency" text NOT NULL,
	"local_authority" text NOT NULL,
	"referral_refs" text[] NOT NULL,
	"stage" text NOT NULL,
	"rag" text NOT NULL,
	"critical" boolean NOT NULL,
	"opened_at" timestamptz(3) NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"answer" text,
	"answered_at" timestamptz(3),
	"listed_missing_at" timestamptz(3),
	"closed_at" timestamptz(3),
	"version" integer NOT NULL,
	"seq" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "clocks" DROP CONSTRAINT "clocks_referral_ref_clock_id_pk";--> statement-breakpoint
ALTER TABLE "clocks" ALTER COLUMN "referral_ref" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "notices" ALTER COLUMN "referral_ref" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "clocks" ADD COLUMN "stream" text;--> statement-breakpoint
UPDATE "clocks" SET "stream" = 'referral:' || "referral_ref";--> statement-breakpoint
ALTER TABLE "clocks" ALTER COLUMN "stream" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "clocks" ADD CONSTRAINT "clocks_stream_clock_id_pk" PRIMARY KEY("stream","clock_id");--> statement-breakpoint
CREATE INDEX "information_requests_by_contact" ON "information_requests" USING btree ("contact_ref");--> statement-breakpoint
CREATE INDEX "information_requests_open" ON "information_requests" USING btree ("agency","due_at") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "clocks_by_referral" ON "clocks" USING btree ("referral_ref");