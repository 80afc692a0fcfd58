import type { Catalogue } from '..'
import access from './access'
import development from './development'
import directory from './directory'
import platform from './platform'

const en: Catalogue = { ...platform, ...access, ...directory, ...development }
export default en
