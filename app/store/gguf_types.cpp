#include "store/gguf_types.h"

#include <iterator>

quint64 ggufValueBytes(quint32 type)
{
    switch (type) {
    case GgufValue::U8:
    case GgufValue::I8:
    case GgufValue::Bool: return 1;
    case GgufValue::U16:
    case GgufValue::I16: return 2;
    case GgufValue::U32:
    case GgufValue::I32:
    case GgufValue::F32: return 4;
    case GgufValue::U64:
    case GgufValue::I64:
    case GgufValue::F64: return 8;
    default: return 0;
    }
}

GgufBlock ggufBlock(quint32 type)
{
    static constexpr GgufBlock blocks[] = {
        {1, 4},    {1, 2},    {32, 18},   {32, 20},   {0, 0},     {0, 0},     {32, 22},   {32, 24},  {32, 34},
        {32, 36},  {256, 84}, {256, 110}, {256, 144}, {256, 176}, {256, 210}, {256, 292}, {256, 66}, {256, 74},
        {256, 98}, {256, 50}, {32, 18},   {256, 110}, {256, 82},  {256, 136}, {1, 1},     {1, 2},    {1, 4},
        {1, 8},    {1, 8},    {256, 56},  {1, 2},     {0, 0},     {0, 0},     {0, 0},     {256, 54}, {256, 66},
        {0, 0},    {0, 0},    {0, 0},     {32, 17},   {64, 36},
    };
    return type < std::size(blocks) ? blocks[type] : GgufBlock{0, 0};
}
