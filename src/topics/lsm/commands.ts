import type { Command } from '../../lab/topic.ts';

export const commands: readonly Command[] = [];
