import type { Locator } from '@playwright/test';
import type { FigureView } from './site.ts';

/** Something in the picture that can be pressed, by its name. */
export const part = (figure: FigureView, name: string): Locator =>
  figure.picture.locator(`[data-name="${name}"]`);
/** Presses it. */
export const pressed = (figure: FigureView, name: string) => part(figure, name).click();
/** A refusal, as it is announced. */
export const alert = (figure: FigureView) => figure.root.getByRole('alert');
/** Goes to the last frame by its key. */
export const toEnd = async (figure: FigureView) => {
  await figure.root.focus();
  await figure.page.keyboard.press('End');
};

/** The link that Share offers. */
export async function linkOf(figure: FigureView): Promise<string> {
  await figure.press('Share');
  return figure.root.getByLabel(/A link to frame/).inputValue();
}
