import { render } from 'preact';
import '../../ui/theme.css';
import '../pages.css';
import { language } from '../host/environment';
import { announceChange } from '../host/page-messages';
import { ports } from '../wiring';
import { OptionsPage } from './options-page';

const app = document.getElementById('app');
document.documentElement.lang = language();
if (app) render(<OptionsPage ports={ports} language={language()} onChanged={() => void announceChange()} />, app);
