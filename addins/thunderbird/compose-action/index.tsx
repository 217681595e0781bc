import { render } from 'preact';
import '../../ui/theme.css';
import '../pages.css';
import { language } from '../host/environment';
import { hosts, ports } from '../wiring';
import { ComposePopup } from './compose-popup';

const app = document.getElementById('app');
document.documentElement.lang = language();
if (app) render(<ComposePopup hosts={hosts} ports={ports} language={language()} />, app);
