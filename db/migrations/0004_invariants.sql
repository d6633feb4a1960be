CREATE TABLE "invariant_runs" (
	"started_at" timestamptz(3) PRIMARY KEY NOT NULL,
	"finished_at" timestamptz(3) NOT NULL,
	"checked" integer NOT NULL,
	"violations" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invariant_violations" (
	"stream" text NOT NULL,
	"rule" text NOT NULL,
	"found_at" timestamptz(3) NOT NULL,
	"seen_at" timestamptz(3) NOT NULL,
	"cleared_at" timestamptz(3),
	"local_authority" text,
	CONSTRAINT "invariant_violations_stream_rule_found_at_pk" PRIMARY KEY("stream","rule","found_at")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "invariant_violations_open" ON "invariant_violations" USING btree ("stream","rule") WHERE cleared_at is null;