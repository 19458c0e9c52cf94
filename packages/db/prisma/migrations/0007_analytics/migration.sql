-- CreateEnum
CREATE TYPE "view_dimension" AS ENUM ('total', 'country', 'device', 'browser', 'os', 'referrer', 'tent');

-- CreateTable
CREATE TABLE "page_view" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "tent_id" UUID NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "visitor" BYTEA NOT NULL,
    "country" TEXT NOT NULL,
    "device" TEXT NOT NULL,
    "browser" TEXT NOT NULL,
    "os" TEXT NOT NULL,
    "referrer" TEXT NOT NULL,

    CONSTRAINT "page_view_pkey" PRIMARY KEY ("workspace_id","id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "page_visitor" (
    "workspace_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "tent_id" UUID NOT NULL,
    "visitor" BYTEA NOT NULL,

    CONSTRAINT "page_visitor_pkey" PRIMARY KEY ("workspace_id","day","tent_id","visitor")
);

-- CreateTable
CREATE TABLE "page_view_day" (
    "workspace_id" UUID NOT NULL,
    "tent_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "dimension" "view_dimension" NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,
    "views" INTEGER NOT NULL,
    "visits" INTEGER NOT NULL,

    CONSTRAINT "page_view_day_pkey" PRIMARY KEY ("workspace_id","tent_id","day","dimension","value")
);

-- CreateTable
CREATE TABLE "visitor_salt" (
    "day" DATE NOT NULL,
    "salt" BYTEA NOT NULL,

    CONSTRAINT "visitor_salt_pkey" PRIMARY KEY ("day")
);

-- CreateIndex
CREATE INDEX "page_view_workspace_id_tent_id_id_idx" ON "page_view"("workspace_id", "tent_id", "id");

-- CreateIndex
CREATE INDEX "page_visitor_day_idx" ON "page_visitor" USING BRIN ("day");

-- AddForeignKey
ALTER TABLE "page_view_day" ADD CONSTRAINT "page_view_day_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.

ALTER TABLE "page_view_day"
    ADD CONSTRAINT "page_view_day_counts_check" CHECK (views >= 0 AND visits >= 0 AND visits <= views),
    ADD CONSTRAINT "page_view_day_total_check" CHECK ((dimension = 'total') = (value = '') AND (dimension = 'total' OR visits = 0));

-- Makes the partition of the page views of one month (UTC), as usage_log_ensure_partition does
-- for the usage log. Two callers at once make one.
CREATE FUNCTION page_view_ensure_partition(month timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    starts timestamptz := date_trunc('month', month, 'UTC');
    ends timestamptz := (starts AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
    partition text := 'page_view_' || to_char(starts AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
    IF to_regclass(partition) IS NOT NULL THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('page_view_ensure_partition', 0));
    IF to_regclass(partition) IS NOT NULL THEN RETURN; END IF;
    EXECUTE format('CREATE TABLE %I (LIKE page_view INCLUDING ALL)', partition);
    EXECUTE format(
        'ALTER TABLE page_view ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        partition, usage_log_first_id(starts), usage_log_first_id(ends));
END $$;

-- Drops the partitions whose months were over at a moment; answers with how many.
CREATE FUNCTION page_view_drop_partitions(before timestamptz) RETURNS integer LANGUAGE plpgsql
    -- Whoever reads or writes views has to wait behind a drop that waits.
    SET lock_timeout = '1s' AS $$
DECLARE
    partition text;
    dropped integer := 0;
BEGIN
    FOR partition IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'page_view'::regclass
          AND c.relname < 'page_view_' || to_char(before AT TIME ZONE 'UTC', 'YYYY_MM')
        ORDER BY c.relname
    LOOP
        EXECUTE format('DROP TABLE %I', partition);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;
