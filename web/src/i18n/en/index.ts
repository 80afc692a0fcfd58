import type { Catalogue } from '..'
import access from './access'
import desk from './desk'
import development from './development'
import directory from './directory'
import handover from './handover'
import intake from './intake'
import platform from './platform'

const en: Catalogue = { ...platform, ...access, ...directory, ...intake, ...development, ...desk, ...handover }
export default en
