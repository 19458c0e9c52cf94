-- CreateTable
CREATE TABLE "page_view_month" (
    "workspace_id" UUID NOT NULL,
    "tent_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "dimension" "view_dimension" NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,
    "views" INTEGER[],
    "visits" INTEGER[],

    CONSTRAINT "page_view_month_pkey" PRIMARY KEY ("workspace_id","tent_id","month","dimension","value")
);

-- AddForeignKey
ALTER TABLE "page_view_month" ADD CONSTRAINT "page_view_month_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.

ALTER TABLE "page_view_month"
    ALTER COLUMN "views" SET NOT NULL,
    ALTER COLUMN "visits" SET NOT NULL,
    ADD CONSTRAINT "page_view_month_month_check" CHECK (extract(day FROM month) = 1),
    ADD CONSTRAINT "page_view_month_counts_check" CHECK (
        cardinality(views) = 31 AND 0 <= ALL (views) AND 0 <= ALL (visits)
        AND cardinality(visits) = CASE dimension WHEN 'total' THEN 31 ELSE 0 END),
    ADD CONSTRAINT "page_view_month_total_check" CHECK ((dimension = 'total') = (value = ''));

-- What has been counted by days, as months of 31 numbers.
INSERT INTO "page_view_month" (workspace_id, tent_id, month, dimension, value, views, visits)
SELECT workspace_id, tent_id, month, dimension, value,
       ARRAY(SELECT coalesce((views -> n::text)::integer, 0) FROM generate_series(1, 31) AS n ORDER BY n),
       CASE dimension WHEN 'total'
         THEN ARRAY(SELECT coalesce((visits -> n::text)::integer, 0) FROM generate_series(1, 31) AS n ORDER BY n)
         ELSE '{}' END
FROM (
    SELECT workspace_id, tent_id, date_trunc('month', day::timestamp)::date AS month, dimension, value,
           jsonb_object_agg(extract(day FROM day)::integer, views) AS views,
           jsonb_object_agg(extract(day FROM day)::integer, visits) AS visits
    FROM "page_view_day" GROUP BY 1, 2, 3, 4, 5
) AS months;

DROP TABLE "page_view_day";
