CREATE TABLE "answer_drafts" (
	"link_id" text PRIMARY KEY NOT NULL,
	"body" text NOT NULL,
	"saved_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "answer_links" (
	"id" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamptz(3) NOT NULL,
	"revoked_at" timestamptz(3),
	"revoked_by" text
);
--> statement-breakpoint
CREATE UNIQUE INDEX "answer_links_current" ON "answer_links" USING btree ("request_id") WHERE revoked_at is null;--> statement-breakpoint
CREATE INDEX "answer_links_by_request" ON "answer_links" USING btree ("request_id");