/** Setting of the user's own rules: the text of a `UserLayer`. */
export const OWN_RULES_SETTING = 'policy:own';
