# The icons of the window, by freedesktop's names, from the Breeze set (LGPL-3.0-or-later) as the distribution ships it.
set(icons
    actions/application-exit
    actions/application-menu
    actions/chronometer
    actions/configure
    actions/delete
    actions/dialog-cancel
    actions/dialog-ok
    actions/document-edit
    actions/document-export
    actions/document-import
    actions/document-new
    actions/document-open
    actions/document-open-folder
    actions/document-properties
    actions/download
    actions/edit-clear
    actions/edit-copy
    actions/edit-delete
    actions/edit-find
    actions/edit-paste
    actions/edit-rename
    actions/go-bottom
    actions/go-down
    actions/go-home
    actions/go-next
    actions/go-previous
    actions/go-top
    actions/go-up
    actions/help-about
    actions/help-contents
    actions/list-add
    actions/list-remove
    actions/mail-send
    actions/media-playback-pause
    actions/media-playback-start
    actions/media-playback-stop
    actions/network-connect
    actions/network-disconnect
    actions/password-show-off
    actions/password-show-on
    actions/process-stop
    actions/view-filter
    actions/view-history
    actions/view-list-details
    actions/view-refresh
    actions/view-split-left-right
    actions/window-close
    actions/window-pin
    actions/window-unpin
    actions/draw-star
    actions/documentinfo
    actions/dialog-messages
    actions/settings-configure
    actions/system-run
    actions/view-sort
    actions/zoom
    actions/internet-services
    actions/globe
    places/folder
    places/network-server
    places/user-trash
    status/dialog-error
    status/dialog-information
    status/dialog-positive
    status/dialog-warning
    status/dialog-password
    status/security-high
    status/update-none
    status/state-ok
    status/state-warning
    status/state-error
    status/state-download
    status/state-pause
    emblems/emblem-error
    emblems/emblem-success
    emblems/emblem-warning
    emblems/rating
    apps/utilities-terminal
    apps/system-help
)

# Two themes, for light and for dark windows, as a Qt resource below :/icons. Sizes that an icon lacks are drawn from
# those that it has.
function(add_icons target)
    find_path(BREEZE_ICONS breeze/index.theme PATHS /usr/share/icons REQUIRED)
    foreach(theme breeze breeze-dark)
        set(files "")
        set(folders "")
        foreach(icon IN LISTS icons)
            get_filename_component(kind ${icon} DIRECTORY)
            get_filename_component(name ${icon} NAME)
            set(found FALSE)
            foreach(size 16 22 32 64)
                set(file ${BREEZE_ICONS}/${theme}/${kind}/${size}/${name}.svg)
                if(EXISTS ${file})
                    set(found TRUE)
                    file(REAL_PATH ${file} real)
                    string(APPEND files "    <file alias=\"${kind}/${size}/${name}.svg\">${real}</file>\n")
                    list(APPEND folders ${kind}/${size})
                endif()
            endforeach()
            if(NOT found)
                message(FATAL_ERROR "the icon theme ${theme} has no ${icon}")
            endif()
        endforeach()
        list(REMOVE_DUPLICATES folders)
        list(JOIN folders "," list)
        set(index "[Icon Theme]\nName=${theme}\nComment=Breeze\nDirectories=${list}\n")
        foreach(folder IN LISTS folders)
            get_filename_component(size ${folder} NAME)
            string(APPEND index "\n[${folder}]\nSize=${size}\nType=Scalable\nMinSize=8\nMaxSize=256\n")
        endforeach()
        file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${theme}.index CONTENT "${index}" @ONLY)
        file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${theme}.qrc CONTENT
            "<RCC><qresource prefix=\"/icons/${theme}\">\n    <file alias=\"index.theme\">${theme}.index</file>\n${files}</qresource></RCC>\n" @ONLY)
        qt_add_resources(resources ${CMAKE_CURRENT_BINARY_DIR}/${theme}.qrc)
        target_sources(${target} PRIVATE ${resources})
    endforeach()
endfunction()
