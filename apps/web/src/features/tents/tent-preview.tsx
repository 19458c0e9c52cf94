import { SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { failureOf } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import classes from './tent-page.module.css';
import type { TentDetails } from './tent-page.tsx';

const route = getRouteApi('/w/$workspace/tents/$tentId');

type Width = 'desktop' | 'phone';
type TentPreviewProps = { tent: TentDetails; generationId: string | null };

/** A page as it was made. It is strangers' HTML: the frame gives it no origin, and no way out. */
export function TentPreview({ tent, generationId }: TentPreviewProps) {
  const [width, setWidth] = useState<Width>('desktop');

  return (
    <section className={classes.preview} aria-label="Preview">
      <div className={classes.previewBar}>
        <span>Preview</span>
        <SegmentedControl
          size="xs"
          aria-label="Width of the preview"
          data={[
            { value: 'desktop', label: 'Desktop' },
            { value: 'phone', label: 'Phone' },
          ]}
          value={width}
          onChange={(value) => setWidth(value === 'phone' ? 'phone' : 'desktop')}
        />
      </div>
      {generationId === null ? (
        <p className={classes.nothing}>This tent has no page yet. Ask for one with `tent_id`.</p>
      ) : (
        <Frame tent={tent} generationId={generationId} width={width} />
      )}
    </section>
  );
}

type FrameProps = { tent: TentDetails; generationId: string; width: Width };

function Frame({ tent, generationId, width }: FrameProps) {
  const { workspace, tentId } = route.useParams();
  const isMade = generationId !== tent.generation_id || tent.status === 'completed';
  const page = useQuery(
    trpc.tents.html.queryOptions(
      { workspace, tentId, generationId },
      // A page never changes once it is made.
      { enabled: isMade, staleTime: Infinity },
    ),
  );

  if (!isMade) {
    return (
      <output className={classes.nothing}>
        {tent.status === 'failed' ? 'There is no page to show.' : 'The page is being made …'}
      </output>
    );
  }
  if (page.error) {
    return (
      <ErrorState
        title="The page could not be loaded"
        failure={failureOf(page.error)}
        onRetry={() => void page.refetch()}
      />
    );
  }
  if (!page.data) return <Skeleton className={classes.frame} radius={0} />;
  return (
    <iframe
      className={classes.frame}
      data-width={width}
      title={`Preview of ${tent.name}`}
      sandbox=""
      srcDoc={page.data.html}
    />
  );
}
