-- What Prisma cannot say.

-- Few at any time, among all that were ever made: what workers look for, and the sweep for lost ones.
CREATE INDEX "generation_unfinished_idx" ON "generation"("workspace_id", "tent_id", "number") WHERE "status" IN ('queued', 'generating');

ALTER TABLE "generation"
    ADD CONSTRAINT "generation_lease_check" CHECK (lease_until IS NULL OR status = 'generating');
