import access from './access'
import development from './development'
import directory from './directory'
import intake from './intake'
import platform from './platform'

export default { ...platform, ...access, ...directory, ...intake, ...development }
