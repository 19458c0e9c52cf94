import { CopyButton } from './copy-button.tsx';
import classes from './code-block.module.css';

type CodeBlockProps = { code: string; copyLabel?: string; onCopied?: () => void };

export function CodeBlock({ code, copyLabel = 'Copy command', onCopied }: CodeBlockProps) {
  return (
    <div className={classes.block}>
      <pre className={classes.code}>
        <code>{code}</code>
      </pre>
      <CopyButton text={code} label={copyLabel} size="xs" {...(onCopied && { onCopied })} />
    </div>
  );
}
