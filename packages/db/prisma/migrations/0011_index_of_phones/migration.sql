-- What Prisma cannot say.

-- Contacts without a phone, which are most in many a workspace, are not looked for by it: they
-- need no place in this index, and writing them is cheaper.
DROP INDEX "contact_workspace_id_phone_idx";
CREATE INDEX "contact_workspace_id_phone_idx" ON "contact"("workspace_id", "phone") WHERE "phone" IS NOT NULL;
