-- AlterTable
ALTER TABLE "usage_log" ADD COLUMN     "is_replayed" BOOLEAN NOT NULL DEFAULT false;
