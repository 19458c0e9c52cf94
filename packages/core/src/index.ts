export { type Day, DAY_MS, daysUpTo } from './analytics/days.ts';
export * from './analytics/read-analytics.ts';
export * from './analytics/verify-views.ts';
export {
  ensureViewPartitions,
  forgetOldViews,
  VIEWS_KEPT_DAYS,
} from './analytics/view-partitions.ts';
export * from './analytics/view-recorder.ts';
export * from './api-keys/api-keys.ts';
export { createKeyCache, type KeyCache, type KeyRecord } from './api-keys/key-cache.ts';
export * from './api-keys/key-events.ts';
export * from './api-keys/key-listener.ts';
export * from './api-keys/read-account.ts';
export * from './api-keys/rotate-api-key.ts';
export {
  hashSecret,
  isWellFormedSecret,
  maskSecret,
  newSecret,
  redactSecrets,
  type Secret,
  secretFromSeed,
} from './api-keys/secret.ts';
export { deleteFiles } from './assets/delete-files.ts';
export { uploadAsset, type UploadAssetInput, type UploadedAsset } from './assets/upload-asset.ts';
export * from './bulk-jobs/bulk-item.ts';
export * from './bulk-jobs/bulk-job.ts';
export * from './bulk-jobs/create-bulk-job.ts';
export * from './bulk-jobs/read-bulk-jobs.ts';
export type { Caller } from './caller.ts';
export { type Clock, systemClock } from './clock.ts';
export * from './contacts/contact.ts';
export { CreateItem, DeleteItem, ITEMS_MAX, UpdateItem } from './contacts/contact-item.ts';
export * from './contacts/import-contacts.ts';
export * from './contacts/read-contacts.ts';
export * from './contacts/write-contacts.ts';
export * from './brand/brand-pictures.ts';
export { BrandFields, getBrand, updateBrand } from './brand/brand.ts';
export { ALERT_THRESHOLDS, dismissCreditNotice, findCreditNotice } from './credits/alerts.ts';
export * from './credits/balance.ts';
export * from './credits/charge.ts';
export * from './credits/list-ledger.ts';
export * from './credits/plans.ts';
export { PRICES } from './credits/prices.ts';
export * from './credits/refund.ts';
export * from './credits/verify-month.ts';
export * from './credits/verify.ts';
export * from './errors.ts';
export * from './files/content-types.ts';
export * from './files/file-store.ts';
export { FILENAME_CHARS_MAX, toFilename } from './files/filename.ts';
export { firstIdAt, isUlid, isUuid, momentOf, newId, newUlid } from './ids.ts';
export { issuesOf } from './issues.ts';
export * from './pages/find-page.ts';
export { FormFields, isTrapped, TENT_FIELD, TRAP_FIELD } from './pages/lead.ts';
export * from './pages/page-address.ts';
export * from './pages/read-page.ts';
export * from './pages/submit-form.ts';
export * from './paging.ts';
export { StoredObject } from './stored-object.ts';
export * from './templates/templates.ts';
export * from './tents/alias.ts';
export { createTent, type CreatedTent, type CreateTentInput } from './tents/create-tent.ts';
export { deleteTent } from './tents/delete-tent.ts';
export { editTent, type EditedTent, type EditTentInput } from './tents/edit-tent.ts';
export { GENERATION_LIMITS, type GenerationLimits } from './tents/claim-generation.ts';
export { generateTent, type GenerateDeps } from './tents/generate-tent.ts';
export { publishTent, type PublishedTent, type PublishInput } from './tents/publish-tent.ts';
export { queueLostTents } from './tents/queue-lost-tents.ts';
export * from './tents/read-tents.ts';
export { revertTent, type RevertInput } from './tents/revert-tent.ts';
export {
  type Publication,
  type PublicationNote,
  type Tent,
  type TentRowWithContext,
  type TentStatus,
  toTent,
} from './tents/tent.ts';
export { unpublishTent, type UnpublishedTent } from './tents/unpublish-tent.ts';
export { deliverDueMail } from './mail/deliver-mail.ts';
export { type Letterhead, toMessage } from './mail/mail-texts.ts';
export type { Mailer, Message } from './mail/mailer.ts';
export { Name, NAME_CHARS_MAX, text, toName } from './text.ts';
export { builtInGenerator } from './tents/built-in/built-in-generator.ts';
export { withoutSpec } from './tents/built-in/embedded-spec.ts';
export { fillPlaceholders } from './tents/built-in/template/fill-template.ts';
export { placeholdersOf } from './tents/built-in/template/placeholders.ts';
export {
  type Brand,
  type GenerationAsset,
  type GenerationInput,
  GenerationRefused,
  type ReasoningEffort,
  type TentGenerator,
} from './tents/tent-generator.ts';
export { beginsPage, toWholePage } from './tents/whole-page.ts';
export { isTimeZone } from './usage/bucket-edges.ts';
export * from './usage/drop-old-usage.ts';
export * from './usage/export-usage.ts';
export * from './usage/get-usage.ts';
export * from './usage/list-usage.ts';
export { isUnavailableError } from './usage/connection-errors.ts';
export { IDEMPOTENCY_HOURS, sweepIdempotencyRecords } from './usage/idempotency.ts';
export * from './usage/metered-reads.ts';
export * from './usage/metered-writes.ts';
export { type FreeWork, oneByOne, type Work } from './usage/one-by-one.ts';
export * from './usage/record-usage.ts';
export { ensureUsagePartitions } from './usage/partitions.ts';
export { RETENTION_DAYS } from './usage/retention.ts';
export { sealUsage } from './usage/seal-usage.ts';
export * from './usage/summarise-usage.ts';
export type { UsageEntry } from './usage/usage-entry.ts';
export type { StatusRange, UsageFilter, UsageQuestion } from './usage/usage-filter.ts';
export type { UsageRow } from './usage/usage-row.ts';
export { createSingleWrites } from './usage/single-writes.ts';
export { type Appended, createUsageWriter, type UsageWriter } from './usage/usage-writer.ts';
export * from './usage/watch-usage.ts';
export type * from './usage/write-request.ts';
export * from './workspaces/accept-invitation.ts';
export type { Actor } from './workspaces/audit.ts';
export * from './workspaces/invitation-links.ts';
export * from './workspaces/invitations.ts';
export * from './workspaces/list-audit.ts';
export * from './workspaces/members.ts';
export * from './workspaces/roles.ts';
export { SLUG_CHARS_MAX, slugFrom } from './workspaces/slug.ts';
export * from './workspaces/workspaces.ts';
