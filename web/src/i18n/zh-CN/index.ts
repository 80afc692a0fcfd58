import access from './access'
import desk from './desk'
import development from './development'
import directory from './directory'
import handover from './handover'
import intake from './intake'
import platform from './platform'

export default { ...platform, ...access, ...directory, ...intake, ...development, ...desk, ...handover }
