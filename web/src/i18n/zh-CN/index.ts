import access from './access'
import development from './development'
import directory from './directory'
import places from './places'
import platform from './platform'

export default { ...platform, ...access, ...directory, ...places, ...development }
