-- What Prisma cannot say.

-- Contacts without a phone, which are most in many a workspace, are not looked for by it: they
-- need no place in this index, and writing them is cheaper. Made before the old one goes, so that
-- contacts can be read meanwhile.
CREATE INDEX "contact_workspace_id_phone_new_idx" ON "contact"("workspace_id", "phone") WHERE "phone" IS NOT NULL;
DROP INDEX "contact_workspace_id_phone_idx";
ALTER INDEX "contact_workspace_id_phone_new_idx" RENAME TO "contact_workspace_id_phone_idx";
