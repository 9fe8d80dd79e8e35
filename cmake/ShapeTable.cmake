# xiuhua_shape_table(TARGET): adds the generated table of character shapes (text/shape_table.h) from unicode-data.
function(xiuhua_shape_table target)
  set(output ${CMAKE_BINARY_DIR}/generated/shape_table.cc)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated)
  add_custom_command(OUTPUT ${output}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/make_shape_table.py /usr/share/unicode ${output}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/make_shape_table.py COMMENT "Shape table of Han characters" VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
