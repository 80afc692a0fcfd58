import type { Catalogue } from '..'
import access from './access'
import development from './development'
import directory from './directory'
import places from './places'
import platform from './platform'

const en: Catalogue = { ...platform, ...access, ...directory, ...places, ...development }
export default en
