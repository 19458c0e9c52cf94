-- DropIndex
DROP INDEX "api_key_hash_key";

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "previous_hash" BYTEA,
ADD COLUMN     "previous_prefix" TEXT,
ADD COLUMN     "previous_until" TIMESTAMPTZ(3),
ADD COLUMN     "previous_until_used" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "secret_number" INTEGER NOT NULL DEFAULT 1;

-- What Prisma cannot say.

-- Partial, so that PostgreSQL does not take the hashes for key columns: changing one would wait
-- for every commit that holds the key FOR KEY SHARE, on a busy key without an end
-- (docs/decisions/0013-rotation-within-a-key.md). `hash = $1` finds its row by them all the same.
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash") WHERE "hash" IS NOT NULL;
CREATE UNIQUE INDEX "api_key_previous_hash_key" ON "api_key"("previous_hash") WHERE "previous_hash" IS NOT NULL;

ALTER TABLE "api_key"
    ADD CONSTRAINT "api_key_secret_number_check" CHECK (secret_number >= 1),
    ADD CONSTRAINT "api_key_previous_check" CHECK (
        (previous_hash IS NULL) = (previous_prefix IS NULL)
        AND (previous_hash IS NOT NULL OR (previous_until IS NULL AND NOT previous_until_used))
        AND NOT (previous_until IS NOT NULL AND previous_until_used));
