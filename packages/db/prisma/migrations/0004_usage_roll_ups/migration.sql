-- CreateTable
CREATE TABLE "usage_hour" (
    "workspace_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "key_id" UUID NOT NULL,
    "method" TEXT NOT NULL,
    "status" SMALLINT NOT NULL,
    "is_charged" BOOLEAN NOT NULL,
    "requests" INTEGER NOT NULL,
    "credits_charged" INTEGER NOT NULL,
    "credits_refunded" INTEGER NOT NULL,
    "duration_ms" BIGINT NOT NULL,

    CONSTRAINT "usage_hour_pkey" PRIMARY KEY ("workspace_id","hour","key_id","method","status","is_charged")
);

-- CreateTable
CREATE TABLE "usage_seal" (
    "workspace_id" UUID NOT NULL,
    "sealed_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_seal_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "usage_unsealed_hour" (
    "workspace_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_unsealed_hour_pkey" PRIMARY KEY ("workspace_id","hour")
);

-- CreateTable
CREATE TABLE "usage_closed_month" (
    "workspace_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "credits_charged" INTEGER NOT NULL,
    "credits_refunded" INTEGER NOT NULL,

    CONSTRAINT "usage_closed_month_pkey" PRIMARY KEY ("workspace_id","starts_at")
);
-- What Prisma cannot say.

-- Ways through the log for what is rare in it. The ordinary row, a GET or POST that was
-- answered with 200 and cost nothing, is in none of them and costs an insert nothing. The
-- predicates name columns that a refund does not change, so that its update stays in place.
CREATE INDEX "usage_log_status_idx" ON "usage_log"("workspace_id", "status", "id") WHERE "status" <> 200;
CREATE INDEX "usage_log_method_idx" ON "usage_log"("workspace_id", "method", "id") WHERE "method" NOT IN ('GET', 'POST');
CREATE INDEX "usage_log_credits_idx" ON "usage_log"("workspace_id", "id") WHERE "credits_charged" > 0;

-- Held shared by a transaction that touches a row of an hour that may be sealed, and alone by
-- the one that seals.
CREATE FUNCTION usage_seal_lock(workspace uuid) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN hashtextextended('usage_seal:' || workspace, 0);

-- Takes the seal from the hour of a row that comes late, changes late, or goes. Under the lock
-- the seal can be trusted: READ COMMITTED reads it as it is now. A transaction with an older
-- snapshot cannot read it, and does not ask.
CREATE FUNCTION usage_log_unseal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched usage_log := coalesce(NEW, OLD);
BEGIN
    PERFORM pg_advisory_xact_lock_shared(usage_seal_lock(touched.workspace_id));
    IF current_setting('transaction_isolation') <> 'read committed' OR EXISTS (
        SELECT FROM usage_seal s
        WHERE s.workspace_id = touched.workspace_id AND s.sealed_until > touched.occurred_at
    ) THEN
        INSERT INTO usage_unsealed_hour (workspace_id, hour)
        VALUES (touched.workspace_id, date_trunc('hour', touched.occurred_at, 'UTC'))
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

-- Half an hour is half of what sealing waits for. The clock is the database's own, as it is when
-- the row is written: whoever writes without calling the function has a transaction id before
-- the hour can be sealed, and sealing waits until it is over.
CREATE TRIGGER usage_log_late_row AFTER INSERT ON usage_log FOR EACH ROW
    WHEN (NEW.occurred_at < clock_timestamp() - interval '30 minutes')
    EXECUTE FUNCTION usage_log_unseal();
CREATE TRIGGER usage_log_late_change AFTER UPDATE ON usage_log FOR EACH ROW
    WHEN (OLD.occurred_at < clock_timestamp() - interval '30 minutes')
    EXECUTE FUNCTION usage_log_unseal();
CREATE TRIGGER usage_log_removed_row AFTER DELETE ON usage_log FOR EACH ROW
    WHEN (OLD.occurred_at < clock_timestamp() - interval '30 minutes')
    EXECUTE FUNCTION usage_log_unseal();
