import css from '../../styles/site.css?url';
import enhance from '../../app/enhance.ts?worker&url';
import theme from '../../app/theme.ts?worker&url';
import type { ShellFiles } from '../pages/context';

/** Where Vite published the shell's files. The service worker finds the same by name in its manifest. */
export const shellFiles: ShellFiles = { css, theme, enhance };
