/** A chunk of its own: most visits to the pane are to read. */
export { IdentityPanel } from '../../ui/index';
