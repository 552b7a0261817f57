import { serveCode } from './code';
import { wakeFigures } from './figures';
import { markFoundWords } from './found-words';
import { offerInstall } from './install-offer';
import { keepLibrary } from './keeping';
import { keepLook } from './look';
import { page } from './page';
import { followReading } from './reading';
import { serveSearch } from './search-dialog';
import { serveStandalone } from './standalone';

/** What only one kind of page needs comes in a file of its own. */
async function loadPageScript(): Promise<unknown> {
	if (page === 'search') return import('./search-page');
	if (page === 'library') return import('./library-page');
	if (page === 'tag') return import('./tag-page');
	return undefined;
}

/** On every page. The page is whole without it; each line adds one thing. */
void loadPageScript();
void keepLook();
serveSearch();
serveStandalone();
void serveCode();
markFoundWords();
wakeFigures();
void followReading();
offerInstall();
// After everything that is seen: storing posts must not take from showing one.
if (document.readyState === 'complete') void keepLibrary();
else addEventListener('load', () => void keepLibrary());
