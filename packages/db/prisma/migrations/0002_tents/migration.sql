-- CreateEnum
CREATE TYPE "generation_kind" AS ENUM ('initial', 'edit', 'reverted');

-- CreateEnum
CREATE TYPE "generation_status" AS ENUM ('queued', 'generating', 'completed', 'failed');

-- CreateEnum
CREATE TYPE "publication_status" AS ENUM ('pending', 'published', 'published_with_warnings', 'failed');

-- CreateEnum
CREATE TYPE "reasoning" AS ENUM ('min', 'medium', 'high', 'max');

-- CreateTable
CREATE TABLE "brand" (
    "workspace_id" UUID NOT NULL,
    "company_name" TEXT,
    "domain" TEXT,
    "description" TEXT,
    "primary_color" TEXT,
    "logo_key" TEXT,
    "logo_content_type" TEXT,
    "icon_key" TEXT,
    "icon_content_type" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "brand_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "status" SMALLINT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("workspace_id","key")
);

-- CreateTable
CREATE TABLE "tent" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" TEXT,
    "status" "generation_status",
    "generation_id" TEXT,
    "completed_id" TEXT,
    "generations" INTEGER NOT NULL DEFAULT 0,
    "publication_status" "publication_status",
    "published_id" TEXT,
    "published_at" TIMESTAMPTZ(3),
    "requested_alias" TEXT,
    "alias" TEXT,
    "publication_note" JSONB,
    "is_branding_removed" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tent_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "generation" (
    "workspace_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "tent_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" "generation_kind" NOT NULL,
    "status" "generation_status" NOT NULL,
    "prompt" TEXT NOT NULL,
    "template_id" TEXT,
    "template_html" TEXT,
    "input_data" JSONB,
    "instructions" TEXT,
    "include_brand" BOOLEAN NOT NULL DEFAULT false,
    "reasoning" "reasoning",
    "asset_ids" TEXT[],
    "auto_publish" BOOLEAN NOT NULL DEFAULT false,
    "requested_alias" TEXT,
    "html" TEXT,
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "charge_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "generation_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "asset" (
    "workspace_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "tent_id" UUID NOT NULL,
    "filename" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "file_size" INTEGER NOT NULL,
    "storage_key" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "asset_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "template" (
    "workspace_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "placeholders" TEXT[],
    "approved_at" TIMESTAMPTZ(3),
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "template_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "bulk_job" (
    "workspace_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "template_id" TEXT NOT NULL,
    "auto_publish" BOOLEAN NOT NULL,
    "client_job_descriptor" TEXT,
    "metadata" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bulk_job_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "bulk_item" (
    "workspace_id" UUID NOT NULL,
    "bulk_job_id" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "client_item_id" TEXT,
    "tent_id" UUID,
    "generation_id" TEXT,
    "tent_name" TEXT,
    "charge_id" UUID,
    "error" JSONB,

    CONSTRAINT "bulk_item_pkey" PRIMARY KEY ("workspace_id","bulk_job_id","index")
);

-- CreateTable
CREATE TABLE "form_submission" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "tent_id" UUID,
    "contact_id" UUID,
    "fields" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "form_submission_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE INDEX "idempotency_record_created_at_idx" ON "idempotency_record"("created_at");

-- CreateIndex
CREATE INDEX "tent_workspace_id_status_id_idx" ON "tent"("workspace_id", "status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tent_workspace_id_alias_key" ON "tent"("workspace_id", "alias");

-- CreateIndex
CREATE UNIQUE INDEX "generation_workspace_id_tent_id_number_key" ON "generation"("workspace_id", "tent_id", "number");

-- CreateIndex
CREATE INDEX "asset_workspace_id_tent_id_idx" ON "asset"("workspace_id", "tent_id");

-- CreateIndex
CREATE INDEX "asset_workspace_id_storage_key_idx" ON "asset"("workspace_id", "storage_key");

-- CreateIndex
CREATE INDEX "bulk_item_workspace_id_tent_id_idx" ON "bulk_item"("workspace_id", "tent_id");

-- AddForeignKey
ALTER TABLE "brand" ADD CONSTRAINT "brand_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_record" ADD CONSTRAINT "idempotency_record_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tent" ADD CONSTRAINT "tent_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "generation" ADD CONSTRAINT "generation_workspace_id_tent_id_fkey" FOREIGN KEY ("workspace_id", "tent_id") REFERENCES "tent"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "asset" ADD CONSTRAINT "asset_workspace_id_tent_id_fkey" FOREIGN KEY ("workspace_id", "tent_id") REFERENCES "tent"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "template" ADD CONSTRAINT "template_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "template" ADD CONSTRAINT "template_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "auth_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_job" ADD CONSTRAINT "bulk_job_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_workspace_id_bulk_job_id_fkey" FOREIGN KEY ("workspace_id", "bulk_job_id") REFERENCES "bulk_job"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "form_submission" ADD CONSTRAINT "form_submission_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.

ALTER TABLE "generation"
    ADD CONSTRAINT "generation_completed_check" CHECK ((status = 'completed') = (html IS NOT NULL) AND (status = 'completed' OR status = 'failed') = (completed_at IS NOT NULL)),
    ADD CONSTRAINT "generation_failed_check" CHECK ((status = 'failed') = (error IS NOT NULL)),
    ADD CONSTRAINT "generation_requested_alias_check" CHECK (requested_alias IS NULL OR auto_publish);

ALTER TABLE "tent"
    ADD CONSTRAINT "tent_published_check" CHECK ((published_id IS NULL) = (published_at IS NULL)),
    ADD CONSTRAINT "tent_idle_check" CHECK ((status IS NULL) = (generation_id IS NULL) AND (status IS NULL) = (generations = 0));

ALTER TABLE "asset"
    ADD CONSTRAINT "asset_file_size_check" CHECK (file_size >= 0);

ALTER TABLE "bulk_item"
    ADD CONSTRAINT "bulk_item_error_check" CHECK ((error IS NULL) = (tent_id IS NOT NULL));

-- Live pages are counted against the plan's limit at every publishing.
CREATE INDEX "tent_published_idx" ON "tent"("workspace_id") WHERE "published_id" IS NOT NULL;
