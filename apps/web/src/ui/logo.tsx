import classes from './logo.module.css';

/** The mark alone says nothing to a screen reader: the name always stands beside it or on its link. */
export function TentMark({ size = 22 }: { size?: number }) {
  return (
    <svg className={classes.mark} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path className={classes.sunny} d="M11 3 1.5 20.5H8Z" />
      <path className={classes.shady} d="M13 3 22.5 20.5H16L12 9.8 11 3Z" />
    </svg>
  );
}

export function Logo() {
  return (
    <span className={classes.logo}>
      <TentMark />
      Tented <span className={classes.product}>API</span>
    </span>
  );
}
