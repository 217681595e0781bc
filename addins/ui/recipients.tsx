export { RecipientBoard } from './recipient-board';
export { useRecipientStrings } from './recipient-strings';
