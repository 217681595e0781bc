import { render } from 'preact';
import { languageOf } from '../ui/index';
import '../ui/theme.css';
import { Editor } from './editor';
import './editor.css';
import { editorStrings } from './strings';

const language = languageOf(navigator.language);
document.documentElement.lang = language;
document.title = editorStrings(language).title;
const place = document.getElementById('app');
if (place) render(<Editor language={language} />, place);
