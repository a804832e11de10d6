/** True in the development bundles, false in the production ones. Replaced when bundling. */
declare const __DEV__: boolean
/** The version in package.json. Replaced when bundling. */
declare const __VERSION__: string
