/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_base.c - tests base/: buffers, vectors, UTF-8, Unicode, hashing, MD5. */
#include "suites.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/md5.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "base/vec.h"

START_TEST(a_buffer_grows_and_keeps_its_bytes)
{
    Buf buf = {0};
    for (int i = 0; i < 1000; i++) buf_put(&buf, (uint8_t)i);
    buf_printf(&buf, "%d-%s", 42, "x");
    ck_assert_uint_eq(buf.size, 1004);
    for (int i = 0; i < 1000; i++) ck_assert_uint_eq(buf.bytes[i], (uint8_t)i);
    ck_assert_str_eq(buf_text(&buf) + 1000, "42-x");
    buf_free(&buf);
}
END_TEST

START_TEST(a_vector_is_a_stack)
{
    VEC(int) v = {0};
    for (int i = 0; i < 100; i++) vec_push(&v, i);
    for (int i = 99; i >= 0; i--) ck_assert_int_eq(vec_pop(&v), i);
    vec_free(&v);
}
END_TEST

static int decode(const char *text, size_t size, uint32_t *c)
{
    return utf8_decode((const uint8_t *)text, size, c);
}

START_TEST(every_code_point_survives_utf8)
{
    uint8_t bytes[4];
    uint32_t back;
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        if (!utf8_is_code_point(c)) continue;
        int size = utf8_encode(c, bytes);
        ck_assert_int_eq(size, utf8_size(c));
        ck_assert_int_eq(utf8_decode(bytes, 4, &back), size);
        ck_assert_uint_eq(back, c);
    }
}
END_TEST

START_TEST(utf8_refuses_overlong_surrogates_and_too_large)
{
    uint32_t c;
    ck_assert_int_eq(decode("\xc0\x80", 2, &c), 0);
    ck_assert_int_eq(decode("\xe0\x80\x80", 3, &c), 0);
    ck_assert_int_eq(decode("\xed\xa0\x80", 3, &c), 0);
    ck_assert_int_eq(decode("\xf4\x90\x80\x80", 4, &c), 0);
    ck_assert_int_eq(decode("\x80", 1, &c), 0);
}
END_TEST

START_TEST(a_cut_off_character_is_incomplete)
{
    uint32_t c;
    ck_assert_int_eq(decode("\xe2\x82", 2, &c), -2);
    ck_assert_int_eq(decode("\xf0\x9f\x98", 3, &c), -3);
}
END_TEST

START_TEST(a_grapheme_takes_its_marks_along)
{
    const char *text = "e\xcc\x81x\r\n\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa";
    const uint8_t *bytes = (const uint8_t *)text;
    ck_assert_uint_eq(unicode_grapheme_size(bytes, strlen(text)), 3);
    ck_assert_uint_eq(unicode_grapheme_count(bytes, strlen(text)), 4);
}
END_TEST

START_TEST(full_case_mappings_apply)
{
    Buf out = {0};
    unicode_change_case(&out, (const uint8_t *)"stra\xc3\x9f" "e", 7, UNICODE_UPPER);
    ck_assert_str_eq(buf_text(&out), "STRASSE");
    buf_free(&out);
}
END_TEST

START_TEST(normal_forms_compose_and_decompose)
{
    Buf out = {0};
    unicode_normalize(&out, (const uint8_t *)"e\xcc\x81", 3, UNICODE_NFC);
    ck_assert_str_eq(buf_text(&out), "\xc3\xa9");
    out.size = 0;
    unicode_normalize(&out, (const uint8_t *)"\xc3\xa9", 2, UNICODE_NFD);
    ck_assert_str_eq(buf_text(&out), "e\xcc\x81");
    buf_free(&out);
}
END_TEST

START_TEST(md5_gives_the_digests_of_the_rfc)
{
    static const struct { const char *text, *digest; } cases[] = {
        {"", "d41d8cd98f00b204e9800998ecf8427e"},
        {"abc", "900150983cd24fb0d6963f7d28e17f72"},
        {"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
         "57edf4a22be3c955ac49da2e2107b67a"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        uint8_t digest[MD5_SIZE];
        char hex[33];
        md5_digest(cases[i].text, strlen(cases[i].text), digest);
        for (int k = 0; k < MD5_SIZE; k++) sprintf(hex + 2 * k, "%02x", digest[k]);
        ck_assert_str_eq(hex, cases[i].digest);
    }
}
END_TEST

START_TEST(hashes_of_near_bytes_differ)
{
    ck_assert(hash_bytes("abc", 3, 0) != hash_bytes("abd", 3, 0));
    ck_assert(hash_bytes("abc", 3, 0) != hash_bytes("abc\0", 4, 0));
    ck_assert(hash_bytes("abc", 3, 0) != hash_bytes("abc", 3, 1));
}
END_TEST

Suite *suite_base(void)
{
    TCase *tests;
    Suite *suite = suite_of("base", &tests);
    tcase_add_test(tests, a_buffer_grows_and_keeps_its_bytes);
    tcase_add_test(tests, a_vector_is_a_stack);
    tcase_add_test(tests, every_code_point_survives_utf8);
    tcase_add_test(tests, utf8_refuses_overlong_surrogates_and_too_large);
    tcase_add_test(tests, a_cut_off_character_is_incomplete);
    tcase_add_test(tests, a_grapheme_takes_its_marks_along);
    tcase_add_test(tests, full_case_mappings_apply);
    tcase_add_test(tests, normal_forms_compose_and_decompose);
    tcase_add_test(tests, md5_gives_the_digests_of_the_rfc);
    tcase_add_test(tests, hashes_of_near_bytes_differ);
    return suite;
}
