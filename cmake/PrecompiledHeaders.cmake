# What most files include, compiled once for each set of flags: a test takes a third of the time to compile then, a
# room half. Tests always have it. Rooms have it where SHIMMY_MANAGER_PRECOMPILE is on, which the second build of CI
# is: the first one has to miss a header that a file uses and does not include.
option(SHIMMY_MANAGER_PRECOMPILE "Compile the headers that most files include only once" OFF)

set(common_headers
    <algorithm> <chrono> <functional> <memory> <optional> <tl/expected.hpp>
    <QByteArray> <QCoreApplication> <QDateTime> <QDir> <QFile> <QFileInfo> <QHash> <QJsonArray> <QJsonDocument>
    <QJsonObject> <QList> <QLoggingCategory> <QMap> <QObject> <QPointer> <QProcess> <QRegularExpression> <QSet>
    <QString> <QStringList> <QTimer> <QUrl> <QUrlQuery> <QVariant>
)

# add_precompiled_headers(<carrier> HEADERS … LINK …): what use_precompiled_headers names. Of macros, it may only have
# been compiled with those that all have who use it.
function(add_precompiled_headers carrier)
    cmake_parse_arguments(arg "" "" "HEADERS;LINK" ${ARGN})
    set(nothing ${CMAKE_CURRENT_BINARY_DIR}/${carrier}.cpp)
    file(GENERATE OUTPUT ${nothing} CONTENT "")
    add_library(${carrier} OBJECT ${nothing})
    set_project_options(${carrier})
    set_target_properties(${carrier} PROPERTIES AUTOMOC OFF)
    target_link_libraries(${carrier} PRIVATE ${arg_LINK})
    target_precompile_headers(${carrier} PRIVATE ${common_headers} ${arg_HEADERS})
endfunction()

function(use_precompiled_headers target carrier)
    target_precompile_headers(${target} REUSE_FROM ${carrier})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${target} PRIVATE -fpch-preprocess) # ccache wants it
    endif()
endfunction()
