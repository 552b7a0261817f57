import { serveCode } from './code';
import { wakeFigures } from './figures';
import { markFoundWords } from './found-words';
import { offerInstall } from './install-offer';
import { keepLibrary } from './keeping';
import { keepLook } from './look';
import { followReading } from './reading';
import { serveSearch } from './search-dialog';
import { serveStandalone } from './standalone';

/** On every page. The page is whole without it; each line adds one thing. */
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
