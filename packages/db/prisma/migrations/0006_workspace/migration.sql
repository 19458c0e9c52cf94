-- CreateEnum
CREATE TYPE "mail_kind" AS ENUM ('invitation', 'credit_alert');

-- CreateTable
CREATE TABLE "credit_alert" (
    "workspace_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "threshold" SMALLINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_alert_pkey" PRIMARY KEY ("workspace_id","starts_at","threshold")
);

-- CreateTable
CREATE TABLE "credit_alert_dismissal" (
    "workspace_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "threshold" SMALLINT NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "credit_alert_dismissal_pkey" PRIMARY KEY ("workspace_id","starts_at","threshold","user_id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "number" INTEGER NOT NULL DEFAULT 1,
    "token_hash" BYTEA NOT NULL,
    "invited_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "mail" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" "mail_kind" NOT NULL,
    "recipient" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "mail_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitation_workspace_id_email_key" ON "invitation"("workspace_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_workspace_id_token_hash_key" ON "invitation"("workspace_id", "token_hash");

-- AddForeignKey
ALTER TABLE "credit_alert" ADD CONSTRAINT "credit_alert_workspace_id_starts_at_fkey" FOREIGN KEY ("workspace_id", "starts_at") REFERENCES "credit_period"("workspace_id", "starts_at") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_alert_dismissal" ADD CONSTRAINT "credit_alert_dismissal_workspace_id_starts_at_threshold_fkey" FOREIGN KEY ("workspace_id", "starts_at", "threshold") REFERENCES "credit_alert"("workspace_id", "starts_at", "threshold") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_alert_dismissal" ADD CONSTRAINT "credit_alert_dismissal_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_invited_by_id_fkey" FOREIGN KEY ("invited_by_id") REFERENCES "auth_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail" ADD CONSTRAINT "mail_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.

ALTER TABLE "credit_alert"
    ADD CONSTRAINT "credit_alert_threshold_check" CHECK (threshold IN (80, 100));

ALTER TABLE "invitation"
    ADD CONSTRAINT "invitation_email_check" CHECK (email = lower(email)),
    ADD CONSTRAINT "invitation_number_check" CHECK (number >= 1);

-- What is still to be sent, whichever workspace it belongs to.
CREATE INDEX "mail_due_idx" ON "mail"("next_try_at") WHERE "sent_at" IS NULL;
