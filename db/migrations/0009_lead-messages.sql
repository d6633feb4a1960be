CREATE TABLE "lead_messages" (
	"notification_ref" text PRIMARY KEY NOT NULL,
	"lead" text NOT NULL,
	"owed_since" timestamptz(3) NOT NULL,
	"sent_at" timestamptz(3),
	"bounced_at" timestamptz(3)
);
--> statement-breakpoint
CREATE INDEX "lead_messages_owed" ON "lead_messages" USING btree ("owed_since") WHERE sent_at is null and bounced_at is null;