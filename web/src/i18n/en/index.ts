import type { Catalogue } from '..'
import access from './access'
import development from './development'
import directory from './directory'
import intake from './intake'
import platform from './platform'

const en: Catalogue = { ...platform, ...access, ...directory, ...intake, ...development }
export default en
