import { ButtonLink } from '../ui/links.tsx';
import { StatusPage } from '../ui/status-page.tsx';

export function NotFoundPage() {
  return (
    <StatusPage
      title="Page not found"
      text="There is nothing at this address, or it belongs to a workspace you are not a member of."
    >
      <ButtonLink to="/">Go to your workspace</ButtonLink>
    </StatusPage>
  );
}
