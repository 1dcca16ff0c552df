# Elver's build: `make help` lists the targets.
#
# The binary is made in two steps. $(O)/boot has no standard library; it compiles stdlib/ and shell/ (.ex) into an image of
# .beam files, which the second link embeds. The image is the same for every MODE; the release build's serves all.
MODE ?= release
O ?= build/obj/$(MODE)
BIN ?= $(if $(filter release,$(MODE)),build/elver,build/elver-$(MODE))
CC ?= gcc
PREFIX ?= /usr/local
Q = $(if $(V),,@)

WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wno-unused-parameter -Werror
FLAGS_release = -O2 -DNDEBUG -fomit-frame-pointer
FLAGS_debug = -O1 -DVM_DEBUG
# memcpy(NULL, NULL, 0) is let pass: C2y (N3322) defines it.
FLAGS_asan = -O1 -DVM_DEBUG -fsanitize=address,undefined -fno-sanitize=nonnull-attribute -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FLAGS_tsan = -O1 -DVM_DEBUG -fsanitize=thread
FLAGS_stress = -O1 -DVM_DEBUG -DVM_STRESS
CFLAGS_ALL = -std=gnu11 -g -fno-strict-aliasing -pthread -Ivm -I. $(WARN) $(FLAGS_$(MODE)) $(CFLAGS)
LIBS = -lgmp -lpcre2-8 -lutf8proc -lz -lffi -lreadline -lm -ldl

LIB_OBJ := $(patsubst %.c,$(O)/%.o,$(wildcard vm/*.c vm/*/*.c compiler/*.c))
SHELL_OBJ := $(patsubst %.c,$(O)/%.o,$(filter-out shell/main.c shell/image.c,$(wildcard shell/*.c)))
UNIT_OBJ := $(patsubst %.c,$(O)/%.o,$(wildcard tests/unit/*.c))
ELIXIR := $(shell find stdlib shell -name '*.ex' ! -name bootstrap.ex ! -name elver_session.ex)
IMAGE := build/obj/release/stdlib.img

all: $(BIN) ## the binary (MODE=release|debug|asan|tsan|stress)

$(BIN): $(LIB_OBJ) $(SHELL_OBJ) $(O)/main.o $(O)/image.o
	@echo "  LINK $@"
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS)

$(O)/boot: $(LIB_OBJ) $(SHELL_OBJ) $(O)/shell/main.o $(O)/shell/image.o
	@echo "  LINK $@"
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS)

$(O)/unit: $(LIB_OBJ) $(UNIT_OBJ)
	@echo "  LINK $@"
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS) -lcheck -lsubunit -lrt

# Prints what the reader makes of sources: tests/suites/reader.sh, tests/fuzz/fuzz_reader.sh.
$(O)/reader-dump: $(LIB_OBJ) $(O)/tests/reference/reader_dump.o
	@echo "  LINK $@"
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS)

$(O)/mutate-source: $(LIB_OBJ) $(O)/tests/fuzz/mutate_source.o
	@echo "  LINK $@"
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS)

# Runs natives on what the reference gave: tests/suites/natives.sh.
$(O)/natives-check: $(LIB_OBJ) $(O)/tests/reference/natives_check.o
	@echo "  LINK $@"
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS)

$(O)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(O)/%.o: shell/%.c $(IMAGE)
	@mkdir -p $(@D)
	@echo "  CC   $< (with the library)"
	$(Q)$(CC) $(CFLAGS_ALL) -DELVER_IMAGE='"$(IMAGE)"' -MMD -MP -c -o $@ $<

ifeq ($(MODE),release)
$(IMAGE): $(O)/boot $(O)/pack_image stdlib/boot.list stdlib/bootstrap.ex stdlib/kernel/elver_session.ex $(ELIXIR)
	@echo "  LIB  $@"
	$(Q)rm -rf $(O)/ebin && mkdir -p $(O)/ebin
	$(Q)$(O)/boot --bootstrap $(O)/ebin $$(cat stdlib/boot.list) $(filter-out $(shell cat stdlib/boot.list),$(sort $(ELIXIR)))
	$(Q)$(O)/pack_image $@ $(O)/ebin/*.beam

$(O)/pack_image: stdlib/pack_image.c
	@mkdir -p $(@D)
	$(Q)$(CC) -O2 -Wall -Wextra -o $@ $<
else
$(IMAGE): $(ELIXIR)
	$(Q)$(MAKE) MODE=release $(IMAGE)
endif

setup: ## installs the packages that the build needs
	@sh .ci/setup

run: setup ## builds, then shows what it can do; on a terminal it goes on into the shell
	@$(MAKE) --no-print-directory all
	$(BIN) docs/examples/tour.exs
	@if [ -t 0 ]; then $(BIN); fi

test: setup ## builds and runs all quick tests
	@$(MAKE) --no-print-directory all $(O)/unit
	@sh tests/run.sh $(BIN) $(O)/unit

debug asan tsan stress: ## the binary with assertions, sanitizers, or collecting at every safe point
	@$(MAKE) --no-print-directory MODE=$@ all

sanitize: ## a bounded share of the tests on the asan, tsan and stress builds
	@for mode in asan tsan stress; do \
	    $(MAKE) --no-print-directory MODE=$$mode all build/obj/$$mode/unit && sh tests/sanitize.sh $$mode || exit 1; done

bench: all ## timings beside the reference
	@sh tests/bench/run.sh $(BIN)
	@sh tests/bench/figures.sh $(BIN)

install: all ## puts the binary under PREFIX
	install -D -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/elver

layers: ## checks that no file includes a header of a higher layer
	awk -f tests/layers.awk $$(find vm compiler shell -name '*.[ch]')

docs: build/docs/instructions.md ## docs/instructions.md from the instruction tables, into build/docs
build/docs/instructions.md: docs/opdoc.c vm/code/ops.def vm/code/formats.def vm/code/genops.def
	@mkdir -p build/docs
	$(Q)$(CC) -std=gnu11 $(WARN) -Ivm -o build/docs/opdoc docs/opdoc.c && build/docs/opdoc > $@

clean: ## removes all that was built
	rm -rf build

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: all setup run test debug asan tsan stress sanitize bench install layers clean help docs
-include $(patsubst %.o,%.d,$(LIB_OBJ) $(SHELL_OBJ) $(UNIT_OBJ) $(O)/main.o $(O)/image.o $(O)/shell/main.o $(O)/shell/image.o)
