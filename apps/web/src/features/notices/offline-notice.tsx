import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { IconWifiOff } from '../../ui/icons.ts';
import classes from './notice.module.css';

/** Says that the browser has no network; the queries wait by themselves until it has. */
export function OfflineNotice() {
  const isOnline = useSyncExternalStore(subscribe, () => onlineManager.isOnline());

  return (
    // There from the start: a screen reader announces what comes into a region it knows.
    <output>
      {!isOnline && (
        <span className={classes.notice}>
          <IconWifiOff className={classes.icon} size={18} stroke={1.75} aria-hidden />
          <span className={classes.text}>
            <strong>You are offline.</strong> What you see may be out of date. A change you make is
            sent once you are connected again.
          </span>
        </span>
      )}
    </output>
  );
}

const subscribe = (onChange: () => void) => onlineManager.subscribe(onChange);
