CREATE TABLE "editions" (
	"sha256" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"edition" text NOT NULL,
	"document" text NOT NULL,
	"added_at" timestamptz(3) NOT NULL,
	CONSTRAINT "editions_kind_edition" UNIQUE("kind","edition")
);
--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "policy_edition" text;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "calendar_edition" text;--> statement-breakpoint
UPDATE "referrals" SET ("policy_edition", "calendar_edition") = (
	SELECT "ledger"."policy_edition", "ledger"."calendar_edition" FROM "ledger"
	WHERE "ledger"."stream" = 'referral:' || "referrals"."referral_ref" ORDER BY "ledger"."seq" DESC LIMIT 1
);--> statement-breakpoint
ALTER TABLE "referrals" ALTER COLUMN "policy_edition" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "referrals" ALTER COLUMN "calendar_edition" SET NOT NULL;
