-- The ways through what is rare in the log hold what filters ask for together with it, so that a
-- search along them does not have to look at the rows it passes.
DROP INDEX "usage_log_status_idx";
DROP INDEX "usage_log_method_idx";
DROP INDEX "usage_log_credits_idx";
CREATE INDEX "usage_log_status_idx" ON "usage_log"("workspace_id", "status", "id")
    INCLUDE ("key_id", "method", "credits_charged") WHERE "status" <> 200;
CREATE INDEX "usage_log_method_idx" ON "usage_log"("workspace_id", "method", "id")
    INCLUDE ("key_id", "status", "credits_charged") WHERE "method" NOT IN ('GET', 'POST');
CREATE INDEX "usage_log_credits_idx" ON "usage_log"("workspace_id", "id")
    INCLUDE ("key_id", "method", "status") WHERE "credits_charged" > 0;

-- PostgreSQL trusts an index alone only for pages that have been vacuumed since they were written.
-- Left to itself it waits for a fifth of the month's rows; this is a fiftieth.
DO $$
DECLARE
    partition regclass;
BEGIN
    FOR partition IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'usage_log'::regclass LOOP
        EXECUTE format('ALTER TABLE %s SET (autovacuum_vacuum_insert_scale_factor = 0.02)', partition);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION usage_log_ensure_partition(month timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    starts timestamptz := date_trunc('month', month, 'UTC');
    ends timestamptz := (starts AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
    partition text := 'usage_log_' || to_char(starts AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
    IF to_regclass(partition) IS NOT NULL THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('usage_log_ensure_partition', 0));
    IF to_regclass(partition) IS NOT NULL THEN RETURN; END IF;
    -- Not CREATE TABLE … PARTITION OF: that would lock out everybody who reads or writes the log.
    EXECUTE format(
        'CREATE TABLE %I (LIKE usage_log INCLUDING ALL) WITH (autovacuum_vacuum_insert_scale_factor = 0.02)',
        partition);
    EXECUTE format(
        'ALTER TABLE usage_log ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        partition, usage_log_first_id(starts), usage_log_first_id(ends));
END $$;
