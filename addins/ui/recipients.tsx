export { RecipientBoard } from './recipient-board';
export { SignExceptions } from './recipient-list';
export { useRecipientStrings } from './recipient-strings';
