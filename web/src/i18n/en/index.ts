import type { Catalogue } from '..'
import access from './access'
import development from './development'
import directory from './directory'
import intake from './intake'
import places from './places'
import platform from './platform'

const en: Catalogue = { ...platform, ...access, ...directory, ...intake, ...places, ...development }
export default en
