import { toLine } from '../clean-text.ts';
import { capitalised } from '../read/sentences.ts';

const CAMERA_NAME =
  /^(?:img|dsc|dscn|dscf|image|photo|picture|screenshot|screen shot|untitled|file|scan|pxl|p)?[\s\d.x:()-]*$/i;

/** "team-photo_berlin.jpg" as people would say it: "Team photo berlin"; '' for what a camera made up. */
export function spokenName(filename: string): string {
  const words = toLine(filename.replace(/\.[a-z\d]{1,5}$/i, '').replaceAll(/[_-]+/g, ' '), 100);
  const isMadeUp = CAMERA_NAME.test(words) || /\b[\da-f]{16,}\b/i.test(words.replaceAll(' ', ''));
  return isMadeUp ? '' : capitalised(words);
}
