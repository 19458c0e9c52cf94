/** For `ref`, where one thing takes the place of another under the reader's hands. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}
