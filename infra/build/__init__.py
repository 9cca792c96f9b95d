"""Build and check the deployment packages, locks, licences and bills of materials, and generate documentation."""
