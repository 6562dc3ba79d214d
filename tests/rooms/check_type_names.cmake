# cmake -DSOURCE_DIR=… -P check_type_names.cmake
# The window has the service inside its process, so that all rooms meet in one program. Two types of one name would be
# one to the linker, which keeps the members of either and gives them to both. This reads the headers of all rooms and
# fails where a name at file level is taken twice.
cmake_minimum_required(VERSION 3.25)

file(GLOB headers ${SOURCE_DIR}/app/*/*.h ${SOURCE_DIR}/server/*.h ${SOURCE_DIR}/server/*/*.h ${SOURCE_DIR}/gui/*/*.h)
set(violations "")
set(names_checked 0)
foreach(header IN LISTS headers)
    file(RELATIVE_PATH place ${SOURCE_DIR} ${header})
    file(STRINGS ${header} lines REGEX "^(struct|class|enum class) [A-Za-z0-9_]+")
    foreach(line IN LISTS lines)
        string(REGEX MATCH "^(struct|class|enum class) ([A-Za-z0-9_]+)" match "${line}")
        set(name ${CMAKE_MATCH_2})
        if((NOT line MATCHES "{" AND line MATCHES ";$") OR line MATCHES "::") # a declaration, or a member of another type
            continue()
        endif()
        math(EXPR names_checked "${names_checked} + 1")
        if(DEFINED place_of_${name})
            list(APPEND violations "${name}: ${place_of_${name}} and ${place}")
        endif()
        set(place_of_${name} ${place})
    endforeach()
endforeach()

if(names_checked LESS 100)
    message(FATAL_ERROR "only ${names_checked} types were found: the check looks in the wrong place")
endif()
if(violations)
    list(JOIN violations "\n" text)
    message(FATAL_ERROR "types of one name:\n${text}")
endif()
message(STATUS "${names_checked} types, each with a name of its own")
